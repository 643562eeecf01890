import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const cipherName = 'aes-256-gcm';
const ivLength = 12;
const tagLength = 16;

/** `iv | ciphertext | tag`, AES-256-GCM; opens only with the same key and for the same owner. */
export function encrypt(key: Buffer, plain: Buffer | string, owner: string): Buffer {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv(cipherName, key, iv).setAAD(Buffer.from(owner));
  const body = Buffer.isBuffer(plain) ? cipher.update(plain) : cipher.update(plain, 'utf8');
  return Buffer.concat([iv, body, cipher.final(), cipher.getAuthTag()]);
}

/** Undefined when it was sealed with another key, for another owner, or was changed. */
export function decrypt(key: Buffer, sealed: Buffer, owner: string): Buffer | undefined {
  if (sealed.length < ivLength + tagLength) return undefined;
  const decipher = createDecipheriv(cipherName, key, sealed.subarray(0, ivLength), { authTagLength: tagLength })
    .setAAD(Buffer.from(owner))
    .setAuthTag(sealed.subarray(-tagLength));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(ivLength, -tagLength)), decipher.final()]);
  } catch {
    return undefined;
  }
}
