/**
 * Makes docs/job-summary.png, the README's picture, from the summary that the committed dist/ writes.
 * Needs a Chromium.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { renderSummary, summaryPage } from '../tools/render-summary.ts'
import { runStep } from '../tools/run-step.ts'
import { commonInputs } from '../demo/scenes.ts'
import { startSimulator } from '../simulator/simulator.ts'

const picture = path.resolve(import.meta.dirname, '../docs/job-summary.png')
const width = 880
const chromiums = ['chromium', 'chromium-browser', 'google-chrome']

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'picture-'))
try {
  const chromium = findChromium()
  const page = summaryPage('Release v2.1', [
    { heading: 'promote summary', html: await renderSummary(await promotionSummary()) }
  ])
  const height = heightOf(chromium, page)
  browse(
    chromium,
    page,
    `--screenshot=${picture}`,
    `--window-size=${width},${height}`,
    '--force-device-scale-factor=2'
  )
  console.log(
    `docs/job-summary.png: ${width} by ${height} at twice the scale, ${Math.ceil(fs.statSync(picture).size / 1024)} KB`
  )
} catch (problem) {
  console.error((problem as Error).message)
  process.exitCode = 1
} finally {
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}

function findChromium(): string {
  const found = chromiums.find(name => spawnSync(name, ['--version']).status === 0)
  if (found === undefined) {
    throw new Error(
      `No Chromium found: none of ${chromiums.join(', ')} is on the PATH. Install one, then run this again.`
    )
  }
  return found
}

/** A promotion in which a pod of production fails. */
async function promotionSummary(): Promise<string> {
  const manager = await startSimulator({ deployMs: 1800 })
  manager.injectFault({
    on: { call: 'deploy', environment: 'production' },
    pods: { 'worker-production-2': 'Connection refused by worker' }
  })
  const { summary } = await runStep({
    inputs: { ...commonInputs, url: manager.url, environment: 'test\nstaging\nproduction' }
  })
  await manager.close()
  // The one thing that is not as it was written: readers have no Manager on a port of their own machine.
  return summary.replaceAll(manager.url, 'https://apinizer.example.com')
}

/** How high the page is, from a copy of it that may run a script and writes the number into its title. */
function heightOf(chromium: string, page: string): number {
  const measuring = page
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    .replace(
      '</body>',
      '<script>document.title = "height " + document.querySelector("main").offsetHeight</script></body>'
    )
  const height = /<title>height (\d+)</.exec(
    browse(chromium, measuring, '--dump-dom', `--window-size=${width},1000`)
  )?.[1]
  if (height === undefined) {
    throw new Error('Chromium did not show the page.')
  }
  return Number(height)
}

function browse(chromium: string, page: string, ...args: string[]): string {
  const file = path.join(folder, 'page.html')
  fs.writeFileSync(file, page)
  const quiet = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--user-data-dir=${path.join(folder, 'profile')}`
  ]
  const { status, stdout, stderr } = spawnSync(
    chromium,
    [...quiet, ...args, pathToFileURL(file).href],
    { encoding: 'utf8' }
  )
  if (status !== 0) {
    throw new Error(`Chromium failed: ${stderr}`)
  }
  return stdout
}
