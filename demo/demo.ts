/**
 * Plays every scene with the committed dist/index.js, and prints what a workflow would show.
 * `node demo/demo.ts [folder for the pages]`
 */
import fs from 'node:fs'
import path from 'node:path'
import { play, type Played } from './play.ts'
import { renderScene, renderTake } from './print.ts'
import { renderSummary, summaryPage, type SummaryBody } from '../tools/render-summary.ts'
import { scenes } from './scenes.ts'

const folder = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, 'out'))
const startedAt = performance.now()
const cards: SummaryBody[] = []
let wrong = 0
fs.mkdirSync(folder, { recursive: true })

for (const [index, scene] of scenes.entries()) {
  console.log(renderScene(scene, `${index + 1}/${scenes.length}`))
  const played = await play(scene)
  for (const one of played) {
    console.log(renderTake(one))
  }
  wrong += played.some(({ problems }) => problems.length > 0) ? 1 : 0
  write(scene.name, scene.title, await Promise.all(played.map(one => createCard(one, ''))))
  cards.push(...(await Promise.all(played.map(one => createCard(one, `${scene.title}: `)))))
}
const index = write('index', 'deploy-api-proxy-group: the job summaries of the demo', cards)

const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
const verdict = wrong === 0 ? 'all ended as expected' : `${wrong} did NOT end as expected`
console.log(`\n${scenes.length} scenes in ${seconds} s, ${verdict}.`)
console.log(`Their job summaries, as GitHub shows them: ${index}`)
process.exitCode = wrong === 0 ? 0 : 1

async function createCard({ step }: Played, before: string): Promise<SummaryBody> {
  return { heading: `${before}exit code ${step.exitCode}`, html: await renderSummary(step.summary) }
}

function write(name: string, title: string, bodies: SummaryBody[]): string {
  const file = path.join(folder, `${name}.html`)
  fs.writeFileSync(file, summaryPage(title, bodies))
  return file
}
