import { afterAll, expect, test } from '@jest/globals'
import { uninstallClock } from '../../worlds/clock.ts'
import { explore, shrink } from '../../worlds/explore.ts'
import { loadGate } from '../../worlds/play.ts'

const src = new URL('../../src/', import.meta.url).href

afterAll(uninstallClock)

test.each([1, 2, 3])('the gate breaks no law in the worlds of seed %i', async seed => {
  const { breaches } = await explore({ src, seed, runs: 100 })

  const play = await loadGate(src)
  const stories: string[] = []
  for (const breach of breaches) {
    stories.push(await shrink(play, breach))
  }
  expect(stories).toEqual([])
})
