/** The most characters of a name that becomes a segment of a path. */
export const maxNameLength = 255

/**
 * Whether a gateway or server may resolve a part of the name as `.` or `..`. Some decode a path
 * more than once, take `\` for `/`, and drop what follows `;` in a segment.
 */
export function hasDotSegment(name: string): boolean {
  let decoded = name
  for (let before = ''; before !== decoded;) {
    before = decoded
    decoded = before.replaceAll(/%([\da-f]{2})/gi, (_, hex) =>
      String.fromCharCode(parseInt(String(hex), 16))
    )
  }
  return decoded.split(/[/\\]/).some(segment => /^\s*\.{1,2}\s*(?:;|$)/.test(segment))
}
