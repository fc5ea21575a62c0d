// npm's i18next beside i18n_bench: node i18next.cjs plain|params|plural
// Prints nanoseconds of processor time for one call of t(), the best of five rounds, with the same texts.
const loaded = require('i18next')
const i18next = loaded.default || loaded

const texts = {}
for (let i = 0; i < 1000; i++) {
  const page = (texts['page' + Math.floor(i / 20)] ||= {})
  page['title' + (i % 20)] = 'A text that stands on the page ' + i
}
texts.cart = {
  title: 'Shopping cart',
  greeting: 'Hello {{name}}, your order {{id}} has been sent',
  items_one: '{{count}} item',
  items_few: '{{count}} items: few',
  items_many: '{{count}} items: many',
  items_other: '{{count}} items',
}
const calls = {
  plain: () => i18next.t('cart.title'),
  params: (i) => i18next.t('cart.greeting', { name: 'Ada Lovelace', id: i }),
  plural: (i) => i18next.t('cart.items', { count: i % 121 }),
}
const n = 300000
let bytes = 0

i18next
  .init({ lng: 'ru', fallbackLng: 'en', resources: { ru: { translation: texts } }, interpolation: { escapeValue: false }, showSupportNotice: false })
  .then(() => {
    const call = calls[process.argv[2]]
    let best = Infinity
    for (let round = 0; round < 5; round++) {
      const start = process.cpuUsage()
      for (let i = 0; i < n; i++) bytes += call(i).length
      const used = process.cpuUsage(start)
      best = Math.min(best, ((used.user + used.system) * 1000) / n)
    }
    console.log(best.toFixed(0))
  })
