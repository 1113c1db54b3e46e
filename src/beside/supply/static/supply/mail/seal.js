// Seals an address to a packing key, as core/sealed.py reads it. WebCrypto alone, no library.
const PADDED = 1024;
const P256 = { name: "ECDH", namedCurve: "P-256" };
const INFO = "beside.supply.address.1";

export const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
export const textOf = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
export const joined = (...parts) => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((place, part) => (all.set(part, place), place + part.length), 0);
  return all;
};
export const idBytes = (id) => Uint8Array.from(id.replaceAll("-", "").match(/../g), (pair) => parseInt(pair, 16));

export async function addressKey(secret, point, id) {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const info = joined(new TextEncoder().encode(INFO), id);
  return crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: point, info }, base,
    { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function seal(lines, key) {
  const plain = new TextEncoder().encode(JSON.stringify({ lines }));
  if (plain.length > PADDED) throw new RangeError("too long");
  const padded = new Uint8Array(PADDED).fill(32);
  padded.set(plain);
  const theirs = await crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", x: key.x, y: key.y }, P256, false, []);
  const fresh = await crypto.subtle.generateKey(P256, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", fresh.publicKey));
  const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, fresh.privateKey, 256);
  const id = idBytes(key.id);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const head = joined(Uint8Array.of(1), id, point, nonce);
  const aes = await addressKey(secret, point, id);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: head }, aes, padded);
  return textOf(joined(head, new Uint8Array(sealed)));
}
