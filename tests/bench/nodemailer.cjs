// nodemailer.cjs PORT COUNT: COUNT mails through nodemailer's pool with five connections. Prints the seconds it took.
const nodemailer = require('nodemailer');

const [port, count] = process.argv.slice(2).map(Number);
const transport = nodemailer.createTransport({
  host: '127.0.0.1', port, secure: false, ignoreTLS: true, pool: true, maxConnections: 5, maxMessages: Infinity,
});
(async () => {
  const begin = process.hrtime.bigint();
  await Promise.all(Array.from({ length: count }, (_, i) => transport.sendMail({
    from: 'me@x.test', to: `u${i}@y.test`, subject: `Hello ${i}`, text: 'All is well.\n',
  })));
  console.log(Number(process.hrtime.bigint() - begin) / 1e9);
  transport.close();
})();
