// mail_sink.cjs: npm's smtp-server, which takes what it is given and keeps nothing. Prints its port.
const { SMTPServer } = require('smtp-server');

const server = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  onData: (stream, session, done) => { stream.resume(); stream.on('end', () => done()); },
});
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => console.log(server.server.address().port));
