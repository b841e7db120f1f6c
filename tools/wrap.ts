/** Breaks a text between words. @returns lines that are longer than `width` only where a word is */
export function wrap(text: string, width: number): string[] {
  const line = new RegExp(String.raw`(\S{${width},}|.{1,${width}})(?:\s+|$)`, 'g')
  return Array.from(text.matchAll(line), ([, words = '']) => words)
}
