import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { recipes, skipped } from '../../scripts/recipes-table.ts'
import { listFiles, readFile, root } from '../support/repository.ts'

const readRecipe = (name: string) =>
  parse(readFile(`examples/${name}.yml`)) as { on: string | Record<string, unknown> }

test('every workflow in examples/ is a recipe that runs, or is skipped with a reason', () => {
  const files = listFiles('examples', '.yml').map(file => path.basename(file, '.yml'))

  const named = [...recipes.map(({ name }) => name), ...Object.keys(skipped)]

  expect(named.sort()).toEqual(files)
  expect(Object.entries(skipped).filter(([, reason]) => reason === '')).toEqual([])
})

describe.each(recipes)('the recipe $name', ({ name, event = 'workflow_dispatch', runs }) => {
  test('runs on an event of its workflow', () => {
    const { on } = readRecipe(name)

    expect(typeof on === 'string' ? [on] : Object.keys(on)).toContain(event)
  })

  test('ends green once and red once at least, and prints something to look at each time', () => {
    expect([...new Set(runs.map(({ ends }) => ends))].sort()).toEqual(['green', 'red'])
    expect(runs.filter(({ prints }) => prints.length === 0)).toEqual([])
  })
})

test('npm run recipes says how to get act where it is missing', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', path.join(root, 'scripts/recipes.ts')],
    { encoding: 'utf8', env: { ...process.env, PATH: path.join(root, 'docs') } }
  )

  expect(status).toBe(1)
  expect(stderr).toMatch(/^act is not on the PATH: install .*https:\/\/\S+.*\.\n$/)
})
