import ts from 'typescript'

/**
 * Removes from a bundle what nothing in it uses, such as the functions of the toolkit that are never called, and
 * the comments of the bundler's own code. Everything else stays as it is.
 * @param text JavaScript without exports
 */
export function removeUnused(text: string): string {
  const file = '/bundle.js'
  let current = text
    .replace(/^\/\*{6,}\/(?: \t?|$)/gm, '')
    .replace(/^\s*\/\/(?! EXTERNAL MODULE).*\n/gm, '')
    // Where assets would be, which there are none of.
    .replace(/^\/\* webpack\/runtime\/asset-relocator-loader \*\/\n.*\n/m, '')
  let version = 0
  const service = ts.createLanguageService({
    getCompilationSettings: () => ({ allowJs: true, noLib: true, target: ts.ScriptTarget.ESNext }),
    getScriptFileNames: () => [file],
    getScriptVersion: () => String(version),
    getScriptSnapshot: name => (name === file ? ts.ScriptSnapshot.fromString(current) : undefined),
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => '',
    fileExists: name => name === file,
    readFile: name => (name === file ? current : undefined)
  })
  // Again, because what is removed was the last to use something else.
  for (;;) {
    const scope = { type: 'file', fileName: file } as const
    const { changes } = service.getCombinedCodeFix(scope, 'unusedIdentifier_delete', {}, {})
    const edits = changes.flatMap(({ textChanges }) => textChanges)
    if (edits.length === 0) {
      return current.replace(/\n{3,}/g, '\n\n')
    }
    for (const { span, newText } of edits.toSorted((a, b) => b.span.start - a.span.start)) {
      const end = span.start + span.length
      current = current.slice(0, span.start) + newText + current.slice(end)
    }
    version += 1
  }
}
