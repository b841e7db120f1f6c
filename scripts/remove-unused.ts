import ts from 'typescript'

/** A line of a bundle, and which line of the bundler's output it was, counted from 0. */
interface Line {
  text: string
  origin: number
}

/**
 * Removes from a bundle what nothing in it uses, such as the functions of the toolkit that are never called, and
 * the comments of the bundler's own code.
 * @param bundle JavaScript that is no ES module
 * @returns the text, and for each of its lines the line of `bundle` that it was, counted from 0
 */
export function removeUnused(bundle: string): { text: string; origins: number[] } {
  const lines = bundle
    .split('\n')
    .map((text, origin) => ({ text: text.replace(/^\/\*{3,}\/(?: \t?|$)/, ''), origin }))
    // The comments of `src/` are gone already: only the bundler's are left.
    .filter(({ text }) => !/^\s*\/\/(?! EXTERNAL MODULE)/.test(text))
    // The bundler's support for assets, of which there are none.
    .filter(({ text }) => !/asset-relocator-loader|__nccwpck_require__\.ab = /.test(text))
  const kept = removeUnusedDeclarations(lines)
    // A blank line before each module is enough; the last one ends the file.
    .filter(({ text }, index, all) => text.trim() !== '' || isModuleNext(all[index + 1]))
  return { text: joinLines(kept), origins: kept.map(({ origin }) => origin) }
}

/** What may be removed: functions, and values made without any effect: by `require`, or TypeScript's `__awaiter`. */
const removable =
  /^\s*(?:async )?function \w+\(|^\s*(?:const|var) \w+ = (?:require\("[^"]+"\);?\s*$|\(undefined && )/

/** Removes what TypeScript calls unused, repeatedly, because each removal may leave something else unused. */
function removeUnusedDeclarations(lines: Line[]): Line[] {
  const file = '/bundle.js'
  let current = lines
  let version = 0
  const service = ts.createLanguageService({
    getCompilationSettings: () => ({ allowJs: true, noLib: true, target: ts.ScriptTarget.ESNext }),
    getScriptFileNames: () => [file],
    getScriptVersion: () => String(version),
    getScriptSnapshot: name =>
      name === file ? ts.ScriptSnapshot.fromString(joinLines(current)) : undefined,
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => '',
    fileExists: name => name === file,
    readFile: name => (name === file ? joinLines(current) : undefined)
  })
  for (;;) {
    const scope = { type: 'file', fileName: file } as const
    const { changes } = service.getCombinedCodeFix(scope, 'unusedIdentifier_delete', {}, {})
    const text = joinLines(current)
    const edits = changes
      .flatMap(({ textChanges }) => textChanges)
      .filter(({ span: { start, length } }) => removable.test(text.slice(start, start + length)))
    if (edits.length === 0) {
      return current
    }
    for (const { span, newText } of edits.toSorted((a, b) => b.span.start - a.span.start)) {
      current = edit(current, span, newText)
    }
    version += 1
  }
}

function edit(lines: Line[], { start, length }: ts.TextSpan, newText: string): Line[] {
  const text = joinLines(lines)
  const end = start + length
  const lineAt = (position: number) => text.slice(0, position).split('\n').length - 1
  const [first, last] = [lineAt(start), lineAt(end)] as const
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  const lineEnd = text.indexOf('\n', end)
  const after = text.slice(end, lineEnd === -1 ? undefined : lineEnd)
  const origin = lines[before === '' ? last : first]?.origin ?? 0
  return lines.toSpliced(first, last - first + 1, { text: before + newText + after, origin })
}

function isModuleNext(next: Line | undefined): boolean {
  return next === undefined || next.text.startsWith(';//')
}

function joinLines(lines: readonly Line[]): string {
  return lines.map(({ text }) => text).join('\n')
}
