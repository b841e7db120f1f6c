/** Replaces a name in a text where it stands as a word of its own, because it may be as short as a letter. */
export function replaceName(text: string, name: string, replacement: string): string {
  if (!text.includes(name)) {
    return text
  }
  const pattern = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const alone = new RegExp(`(?<![\\p{L}\\p{N}_-])${pattern}(?![\\p{L}\\p{N}_-])`, 'gu')
  return text.replace(alone, () => replacement)
}
