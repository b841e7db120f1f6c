import fs from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'

/** The folder of the repository. */
export const root = path.resolve(import.meta.dirname, '../..')

/** What the repository tests look at of action.yml. */
export interface ActionMetadata {
  inputs: Record<string, { description: string; required?: boolean; default?: string }>
  outputs: Record<string, { description: string }>
  runs: { using: string; main: string }
}

/** Reads a file of the repository as text. @param file its path from the root, with `/` */
export function readFile(file: string): string {
  return fs.readFileSync(path.join(root, file), 'utf8')
}

/** Reads action.yml. */
export function readAction(): ActionMetadata {
  return parse(readFile('action.yml')) as ActionMetadata
}

/** Lists the files below a folder. @returns paths from the root, with `/`, in order */
export function listFiles(folder: string, ending: string): string[] {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith(ending))
    .map(name => `${folder}/${name.replaceAll('\\', '/')}`)
    .sort()
}
