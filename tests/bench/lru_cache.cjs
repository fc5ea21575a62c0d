// npm's lru-cache beside cache_bench: node lru_cache.cjs RANKS CAPACITY, where RANKS is what `cache_bench ranks` printed.
// Prints operations per second and the share of hits, with a tab between them.
const { readFileSync } = require('fs')
const loaded = require('lru-cache')
const LRUCache = loaded.LRUCache || loaded

const bytes = readFileSync(process.argv[2])
const ranks = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
const cache = new LRUCache({ max: Number(process.argv[3]) })
const value = 'abcdefghijklmnopqrstuvwxyz012345'
let hits = 0
const start = process.hrtime.bigint()
for (const rank of ranks) {
  const key = 'key-' + rank
  if (cache.get(key) !== undefined) hits++
  else cache.set(key, value)
}
const seconds = Number(process.hrtime.bigint() - start) / 1e9
console.log((ranks.length / seconds).toFixed(0) + '\t' + (hits / ranks.length).toFixed(4))
