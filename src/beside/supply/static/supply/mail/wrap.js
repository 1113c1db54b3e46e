// The private half of a packing key, wrapped under words; it leaves the page only so.
import { bytesOf, addressKey } from "./seal.js";

export const ROUNDS = 600000;
const P256 = { name: "ECDH", namedCurve: "P-256" };
const b64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const plain = (words) => words.normalize("NFKC").trim().replace(/\s+/g, " ");

async function wordsKey(words, salt, rounds) {
  const base = await crypto.subtle.importKey("raw", new TextEncoder().encode(plain(words)), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, base,
    { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function make() {
  const pair = await crypto.subtle.generateKey(P256, true, ["deriveBits"]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { public: { kty, crv, x, y }, secret: new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey)) };
}

export async function wrap(secret, id, words) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const key = await wordsKey(words, salt, ROUNDS);
  const made = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: new TextEncoder().encode(id) }, key, secret);
  return { rounds: ROUNDS, salt: b64(salt), nonce: b64(nonce), ciphertext: b64(made) };
}

// Throws when the words are others.
export async function unwrap(copy, id, words) {
  const key = await wordsKey(words, bytesOf(copy.salt), copy.rounds);
  return new Uint8Array(await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: bytesOf(copy.nonce), additionalData: new TextEncoder().encode(id) }, key, bytesOf(copy.ciphertext)));
}

export const usable = (secret) => crypto.subtle.importKey("pkcs8", secret, P256, false, ["deriveBits"]);

export async function opened(sealed, key) {
  const all = bytesOf(sealed);
  const [head, id, point, nonce] = [all.slice(0, 94), all.slice(1, 17), all.slice(17, 82), all.slice(82, 94)];
  const theirs = await crypto.subtle.importKey("raw", point, P256, false, []);
  const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, key, 256);
  const aes = await addressKey(secret, point, id);
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData: head }, aes, all.slice(94));
  return JSON.parse(new TextDecoder().decode(text)).lines;
}

