'use strict'
const cds = require('@sap/cds')

const LICENSE = '6fd2c87f-b296-42f0-b197-1e91e994b900'

/** The initial users, which `resetAll` restores. */
const people = [
  ['ada', "Ada O'Brien", 'ada@contoso.com', true, 1, '1815-12-10', '12.30'],
  ['name_contoso.com#EXT#@fabrikam.onmicrosoft.com', 'Guest / with % signs', 'guest@contoso.com', true, 2, null, null],
  ['bob', 'Bob', 'bob@contoso.com', false, 0, '1999-01-01', '0.05'],
  ['carol', 'Carol Ünïcode 例', 'carol@contoso.com', true, 3, '2001-02-03', '99.99'],
  ['dan', 'Dan & Co+1 #2 100%', 'dan@contoso.com', true, 2, null, '7'],
  ['eve', 'Eve', 'eve@contoso.com', false, 1, null, null],
  ['frank', 'Frank', 'frank@contoso.com', true, 1, null, null],
  ["o'brien", 'Apostrophe', "o'brien@contoso.com", true, 1, null, null],
  ['grace', 'Grace', 'grace@contoso.com', true, 5, null, null],
  ['heidi', 'Heidi', 'heidi@contoso.com', true, 5, null, null],
]

module.exports = class Directory extends cds.ApplicationService {
  async init() {
    const { Users, Groups, Memberships, Counters } = cds.entities('sample')
    const failures = new Map()

    const fill = async () => {
      for (const entity of [Memberships, Groups, Counters, Users]) await DELETE.from(entity)
      await INSERT.into(Users).entries(people.map(([id, displayName, userPrincipalName, accountEnabled, sensitivity, birthday, score]) => ({
        id, displayName, userPrincipalName, accountEnabled, sensitivity, birthday, score,
        createdDateTime: '2024-05-06T07:08:09.123Z',
        businessPhones: ['+1 2', '+3 4'], assignedLicenses: [],
        manager_id: id === 'ada' ? null : 'ada',
      })))
      await INSERT.into(Groups).entries([{ id: 'admins', displayName: 'Administrators' }, { id: 'staff', displayName: 'Staff' }])
      await INSERT.into(Memberships).entries([
        { user_id: 'ada', group_id: 'admins', role: 'owner' },
        { user_id: 'ada', group_id: 'staff', role: 'member' },
        { user_id: 'bob', group_id: 'staff', role: 'member' },
      ])
      await INSERT.into(Counters).entries([{ number: -1, label: 'minus one' }, { number: 7, label: 'seven' }])
      failures.clear()
    }
    cds.once('served', fill)

    this.on('reprocessLicenseAssignment', async req => {
      const [{ id }] = req.params
      const found = await SELECT.one.from(Users, id)
      if (!found) return req.reject(404, `user ${id} does not exist`)
      await UPDATE(Users, id).with({ assignedLicenses: [{ skuId: LICENSE, disabledPlans: [] }] })
      return SELECT.one.from(Users, id)
    })
    this.on('assignLicense', async req => {
      const [{ id }] = req.params
      const user = await SELECT.one.from(Users, id)
      if (!user) return req.reject(404, `user ${id} does not exist`)
      const left = (user.assignedLicenses ?? []).filter(({ skuId }) => !(req.data.removeLicenses ?? []).includes(skuId))
      await UPDATE(Users, id).with({ assignedLicenses: [...left, ...(req.data.addLicenses ?? [])] })
      return SELECT.one.from(Users, id)
    })
    this.on('memberCount', async req => {
      const [{ id }] = req.params
      const found = await SELECT.from(Memberships).where({ user_id: id })
      return found.filter(({ role }) => !req.data.kind || role === req.data.kind).length
    })
    this.on('resetAll', async () => {
      await fill()
      return { count: people.length, at: new Date().toISOString() }
    })
    this.on('echo', req => `${req.data.a ?? ''}:${req.data.b ?? ''}`)
    // Fails for the first `times` calls, and succeeds then.
    this.on('failWith', req => {
      const { status, retryAfter, times } = req.data
      const key = `${status}`
      const seen = failures.get(key) ?? 0
      if (seen >= (times ?? 1)) {
        failures.delete(key)
        return `after ${seen}`
      }
      failures.set(key, seen + 1)
      if (retryAfter != null) req.http?.res.set('Retry-After', String(retryAfter))
      return req.reject({ status, code: `E${status}`, message: `failed with ${status}`, target: 'status' })
    })
    return super.init()
  }
}
