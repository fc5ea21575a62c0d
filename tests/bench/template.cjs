// handlebars.js beside template_bench: node template.cjs render|compile TEMPLATE DATA
// Prints nanoseconds of processor time for one time, the best of five rounds.
const fs = require('fs')
const Handlebars = require('handlebars')

const [what, file, dataFile] = process.argv.slice(2)
const text = fs.readFileSync(file, 'utf8')
const data = JSON.parse(fs.readFileSync(dataFile, 'utf8'))
const spec = Handlebars.precompile(text)
const precompiled = Handlebars.template(eval('(' + spec + ')'))
const calls = {
  render: [() => precompiled(data), 20000],
  compile: [() => Handlebars.compile(text)(data), 300],
}
const [call, n] = calls[what]
let bytes = 0
let best = Infinity
for (let round = 0; round < 5; round++) {
  const start = process.cpuUsage()
  for (let i = 0; i < n; i++) bytes += call().length
  const used = process.cpuUsage(start)
  best = Math.min(best, ((used.user + used.system) * 1000) / n)
}
console.log(best.toFixed(0))
