'use strict'
// Serves the directory on a free port of loopback, and prints a line with its address.
const cds = require('@sap/cds')

cds.root = __dirname
cds.once('bootstrap', app => {
  // By default, CAP listens on all interfaces.
  const listen = app.listen.bind(app)
  app.listen = port => listen(port, '127.0.0.1')
})
cds.server({ service: 'all', in_memory: true, port: 0 }).then(server => {
  const printAddress = () => process.stdout.write(`address http://127.0.0.1:${server.address().port}/directory\n`)
  server.listening ? printAddress() : server.once('listening', printAddress)
}, error => {
  console.error(error)
  process.exit(1)
})
// Ends with the test, which keeps standard input open.
process.stdin.resume().on('end', () => process.exit(0))
