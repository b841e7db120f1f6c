import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './repository.ts'

/**
 * Runs lines of JavaScript in a process of their own, without this one's inputs and runner variables.
 * @param lines may import `'src/…'`, and leave a value in `result`
 * @returns that value, by way of JSON
 */
export function evaluate(lines: string, env: Record<string, string> = {}): unknown {
  const imports = lines.replaceAll(
    /'(src\/[^']+)'/g,
    (_, file: string) => `'${pathToFileURL(path.join(root, file)).href}'`
  )
  const code = `let result\n${imports}\nprocess.stdout.write('\\n' + JSON.stringify(result))`
  const isOwn = (name: string) => /^(INPUT_|GITHUB_|NODE_|(https?|no)_proxy$)/i.test(name)
  const inherited = Object.entries(process.env).filter(([name]) => !isOwn(name))
  const printed = execFileSync(
    process.execPath,
    ['--no-warnings', '--input-type=module', '--eval', code],
    { encoding: 'utf8', env: { ...Object.fromEntries(inherited), ...env } }
  )
  return JSON.parse(printed.slice(printed.lastIndexOf('\n'))) as unknown
}
