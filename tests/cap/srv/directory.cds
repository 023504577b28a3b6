// A directory like Graph's. CAP does not support `$ref`, casts and enumeration types.
namespace sample;

type AssignedLicense {
  skuId         : UUID;
  disabledPlans : array of String;
}

type ResetAnswer {
  count : Integer;
  at    : Timestamp;
}

entity Users {
  key id            : String(128);
  displayName       : String(256);
  userPrincipalName : String(256);
  accountEnabled    : Boolean;
  sensitivity       : Integer;
  birthday          : Date;
  createdDateTime   : Timestamp;
  score             : Decimal(9, 2);
  businessPhones    : array of String;
  assignedLicenses  : array of AssignedLicense;
  manager           : Association to Users;
  memberships       : Association to many Memberships on memberships.user = $self;
}

entity Groups {
  key id          : String(64);
  displayName     : String;
  modifiedAt      : Timestamp @cds.on.insert: $now @cds.on.update: $now @odata.etag;
  members         : Association to many Memberships on members.![group] = $self;
}

entity Memberships {
  key user    : Association to Users;
  key ![group] : Association to Groups;
      role    : String;
}

entity Counters {
  key number : Integer;
      label  : String;
}

service Directory @(path: '/directory') {
  @cds.query.limit: { default: 4, max: 4 }
  entity users as projection on sample.Users actions {
    action   reprocessLicenseAssignment() returns users;
    action   assignLicense(addLicenses : array of AssignedLicense, removeLicenses : array of UUID) returns users;
    function memberCount(kind : String) returns Integer;
  };
  entity groups as projection on sample.Groups;
  entity memberships as projection on sample.Memberships;
  entity counters as projection on sample.Counters;

  action   resetAll(reason : String) returns ResetAnswer;
  action   failWith(status : Integer, retryAfter : Integer, times : Integer) returns String;
  function echo(a : String, b : Integer) returns String;
}
