/** Why Tidemark does not start, in one line where the reason is known; else the whole error. */
export function refusalToStart(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') {
    return 'Tidemark does not start: the port is in use. Stop the other program, or set PORT to another number.';
  }
  if ('code' in error && error.code === 'EACCES') return `Tidemark does not start: ${error.message}.`;
  return isRefusal(error) ? `Tidemark does not start: ${error.message}` : (error.stack ?? error.message);
}

/** Whether its message alone says what is wrong and what to do. */
export const isRefusal = (error: Error): boolean => known.has(error.name);

const known = new Set([
  'BackupRefused',
  'ConfigError',
  'GroupDiffers',
  'MongoUnusable',
  'NoCopy',
  'ServerAddressInvalid',
  'FolderInUse',
  'FolderNotWritable',
  'LogDamaged',
  'LogUnavailable',
  'PositionUnknown',
  'WrongDataKey',
  'KeyStoreUnavailable',
  'KeyMissing',
  'ReadStoreUnavailable',
]);
