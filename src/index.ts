import { main } from './main.ts'
import { outliveLog, whenPrinted } from './report/log.ts'
import { reportFailure } from './report/report.ts'

// Until success is proven, whatever ends this process ends it red.
process.exitCode = 1
outliveLog()

/** Ends at once, without waiting for idle connections, but not before the log is out. */
function end(code: 0 | 1): void {
  process.exitCode = code
  whenPrinted(() => {
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
