import './runner/event-file.ts'
import { main } from './main.ts'
import { reportFailure } from './report/report.ts'
import { flushStdout, ignoreBrokenPipe } from './runner/log.ts'

// Until success is proven, whatever ends this process ends it red.
process.exitCode = 1
ignoreBrokenPipe()

/** Ends at once, without waiting for open connections, but not before the log is written. */
function end(code: 0 | 1): void {
  process.exitCode = code
  flushStdout(() => {
    process.exit()
  })
}

process.on('uncaughtException', error => {
  end(reportFailure(error))
})
process.on('beforeExit', () => {
  end(reportFailure(new Error('nothing was left to wait for')))
})

void main().then(end)
