import { sha256 } from '@noble/hashes/sha2.js';
import type { Json } from './types';

/**
 * JSON with sorted keys and no white space, so that equal values have equal text.
 * `undefined` members are left out, as JSON does; NaN and infinities are refused because JSON would turn them into null
 * and two different values would share a key.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError(`canonicalJson: ${value} has no JSON form`);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(',')}]`;
  const object = value as { readonly [key: string]: Json | undefined };
  const members: string[] = [];
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

/** Bytes as hexadecimal digits, two each. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** SHA-256 of bytes, as 64 hexadecimal digits. Synchronous and available without a secure context. */
export function sha256Hex(bytes: Uint8Array): string {
  return hexOf(sha256(bytes));
}

/** SHA-256 of the canonical JSON of a value. */
export function hashJson(value: Json): string {
  return sha256Hex(new TextEncoder().encode(canonicalJson(value)));
}
