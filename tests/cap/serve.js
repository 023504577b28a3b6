'use strict'
// Serves the directory on a free port of loopback alone, and prints its address as a line of its own.
const cds = require('@sap/cds')

cds.root = __dirname
cds.once('bootstrap', app => {
  // CAP itself listens on all interfaces.
  const listen = app.listen.bind(app)
  app.listen = port => listen(port, '127.0.0.1')
})
cds.server({ service: 'all', in_memory: true, port: 0 }).then(server => {
  const say = () => process.stdout.write(`address http://127.0.0.1:${server.address().port}/directory\n`)
  server.listening ? say() : server.once('listening', say)
}, error => {
  console.error(error)
  process.exit(1)
})
// The test holds our input open while it lives.
process.stdin.resume().on('end', () => process.exit(0))
