"""The mail cabinet: a person asks, the address is sealed to who packs, a parcel goes out."""
