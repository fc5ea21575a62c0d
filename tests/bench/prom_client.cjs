// npm's prom-client beside `metrics_bench export` and `lookup`: node prom_client.cjs export|lookup
// Prints milliseconds to export 100,000 counter series (median of five), or nanoseconds of an increment.
const { Counter, register } = require('prom-client')
const now = () => Number(process.hrtime.bigint())

async function exportAll() {
  const counter = new Counter({ name: 'http_requests_total', help: 'requests', labelNames: ['path', 'code'] })
  for (let i = 0; i < 100000; i++) counter.inc({ path: '/items/' + i, code: '200' }, i + 0.5)
  const rounds = []
  for (let round = 0; round < 5; round++) {
    const start = now()
    await register.metrics()
    rounds.push((now() - start) / 1e6)
  }
  console.log(rounds.sort((a, b) => a - b)[2].toFixed(1))
}

function lookUp() {
  const counter = new Counter({ name: 'hits_total', help: 'hits', labelNames: ['method', 'code'] })
  let best = Infinity
  for (let round = 0; round < 5; round++) {
    const start = now()
    for (let i = 0; i < 2000000; i++) counter.inc({ method: 'GET', code: '200' })
    best = Math.min(best, (now() - start) / 2000000)
  }
  console.log(best.toFixed(2))
}

if (process.argv[2] === 'export') exportAll()
else lookUp()
