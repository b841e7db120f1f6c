// Required into a process whose memory is measured: says at its end, in KiB, how much it had at most.
const fs = require('node:fs')

process.on('exit', () => {
  fs.writeFileSync(process.env.PEAK_MEMORY_FILE, String(peak()))
})

// On Linux maxRSS begins with what the parent had when it forked, so the kernel's own count is read there.
function peak() {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1])
  } catch {
    return process.resourceUsage().maxRSS
  }
}
