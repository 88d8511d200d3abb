const complaints: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'this is a folder; allowed is a file',
  ENOTDIR: 'a part of this path is a file, not a folder',
  EACCES: 'permission denied',
  EROFS: 'this disk is read-only',
  ENOSPC: 'the disk is full',
}

/** Why a file could not be read or written, in words. */
export function fileComplaint(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return complaints[code] ?? error.message
}
