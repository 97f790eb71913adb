"""tenants: organisations, partners, sites, people, sign-in, audit"""
from alembic import op

revision = "0002_tenants"
down_revision = '0001_plumbing'

# Instants are milliseconds since 1970, as in facts. `version` counts the changes of a row, for caches and for edits
# that must not overwrite one another.
SQL = r"""
create table palabre.tenant (
  tenant uuid primary key,
  name text not null,
  language text not null default 'fr',
  country text not null default 'FR',                -- where a number without a country code is dialled from
  time_zone text not null default 'Europe/Paris',
  settings jsonb not null default '{}',
  created_at bigint not null,
  version int not null default 1
);
create table palabre.partner (
  tenant uuid not null references palabre.tenant,
  id uuid not null,
  name text not null,
  names_visible boolean not null default false,      -- the tenant sees its people's names only where agreed
  active boolean not null default true,
  created_at bigint not null,
  version int not null default 1,
  primary key (tenant, id)
);
create unique index partner_name on palabre.partner (tenant, lower(name));
create table palabre.site (
  tenant uuid not null references palabre.tenant,
  id uuid not null,
  partner uuid,
  kind text not null check (kind in ('office', 'telecentre', 'partner', 'home')),
  name text not null,
  time_zone text,
  active boolean not null default true,
  created_at bigint not null,
  version int not null default 1,
  primary key (tenant, id),
  foreign key (tenant, partner) references palabre.partner
);
create unique index site_name on palabre.site (tenant, lower(name));
create table palabre.person (
  tenant uuid not null references palabre.tenant,
  id uuid not null,
  partner uuid,
  site uuid,
  email text not null,
  email_key text not null,                           -- folded: what sign-in compares
  name text not null,
  name_key text not null,                            -- what lists are sorted by, in any alphabet
  roles text[] not null,
  language text not null default 'fr',
  preferences jsonb not null default '{}',
  active boolean not null default true,
  password_hash text,                                -- Argon2id; null: cannot sign in yet
  password_changed_at bigint,
  totp_sealed bytea,                                 -- the secret, under the tenant's key
  totp_enabled_at bigint,
  totp_step bigint not null default 0,               -- the last step used: a code counts once
  recovery_hashes bytea[] not null default '{}',
  created_at bigint not null,
  version int not null default 1,
  primary key (tenant, id),
  foreign key (tenant, partner) references palabre.partner,
  foreign key (tenant, site) references palabre.site
);
create unique index person_email on palabre.person (tenant, email_key);
create index person_sign_in on palabre.person (email_key) where active;
create index person_sorted on palabre.person (tenant, name_key, id);
create table palabre.session (
  tenant uuid not null,
  id uuid not null,
  person uuid not null,
  token_hash bytea not null,
  csrf text not null,
  device text not null default '',
  created_at bigint not null,
  seen_at bigint not null,
  idle_until bigint not null,
  until bigint not null,
  primary key (tenant, id),
  foreign key (tenant, person) references palabre.person
);
create unique index session_token on palabre.session (tenant, token_hash);
create index session_person on palabre.session (tenant, person);
create table palabre.api_token (
  tenant uuid not null,
  id uuid not null,
  person uuid not null,
  name text not null,
  token_hash bytea not null,
  permissions text[] not null,
  created_at bigint not null,
  until bigint not null,
  used_at bigint,
  ended_at bigint,
  primary key (tenant, id),
  foreign key (tenant, person) references palabre.person
);
create unique index api_token_hash on palabre.api_token (tenant, token_hash);
create index api_token_person on palabre.api_token (tenant, person);
create table palabre.audit (
  tenant uuid not null references palabre.tenant,
  id uuid not null,
  at bigint not null,
  person uuid,                                       -- who; null: the installation itself
  partner uuid,
  verb text not null,                                -- room.verb, as `tenants.create_person`
  subject text not null,                             -- kind:id
  codes jsonb not null,                              -- before and after, as ids, codes and numbers
  primary key (tenant, id)
);
create index audit_subject on palabre.audit (tenant, subject, id);

-- Before the tenant is known: keys are hashes of the account's name and of the network, forgotten after a day.
create table palabre.sign_in_attempt (
  key bytea primary key,
  failures int not null default 0,
  last_at bigint not null
);
create index sign_in_attempt_old on palabre.sign_in_attempt (last_at);
grant select, insert, update, delete on palabre.sign_in_attempt to web;

select palabre.secure(name) from unnest(array['tenant', 'partner', 'site', 'person', 'session', 'api_token', 'audit'])
  as name;
revoke insert, delete on palabre.tenant from web;
revoke update, delete on palabre.audit from web;     -- append-only
revoke delete on palabre.person, palabre.partner, palabre.site from web;

-- A partner's people act with palabre.partner set and see their own company only, whatever a statement forgets.
create policy partner on palabre.partner as restrictive to web
  using (palabre.partner() is null or id = palabre.partner());
create policy partner on palabre.site as restrictive to web
  using (palabre.partner() is null or partner = palabre.partner());
create policy partner on palabre.person as restrictive to web
  using (palabre.partner() is null or partner = palabre.partner());
create policy partner on palabre.session as restrictive to web
  using (palabre.partner() is null or exists (
    select from palabre.person p where p.tenant = session.tenant and p.id = session.person));
create policy partner on palabre.api_token as restrictive to web
  using (palabre.partner() is null or exists (
    select from palabre.person p where p.tenant = api_token.tenant and p.id = api_token.person));
create policy partner on palabre.audit as restrictive to web
  using (palabre.partner() is null or partner = palabre.partner());

-- The installation founds tenants: as `owner`, one tenant at a time, and it may only add.
create policy founding on palabre.tenant for insert to owner with check (tenant = palabre.tenant());
create policy founding on palabre.person for insert to owner with check (tenant = palabre.tenant());
create policy founding on palabre.audit for insert to owner with check (tenant = palabre.tenant());

-- Sign-in knows an e-mail address and no tenant: the one look across.
select palabre.definer('sign_in');
grant select on palabre.tenant, palabre.person to sign_in;
create policy sign_in on palabre.tenant for select to sign_in using (true);
create policy sign_in on palabre.person for select to sign_in using (active and password_hash is not null);
create function palabre.sign_in_candidates(wanted text)
  returns table (tenant uuid, tenant_name text, person uuid, partner uuid, password_hash text, totp_enabled boolean)
  language sql stable security definer set search_path = '' as $$
  select p.tenant, t.name, p.id, p.partner, p.password_hash, p.totp_enabled_at is not null
  from palabre.person p join palabre.tenant t on t.tenant = p.tenant
  where p.email_key = wanted and p.active and p.password_hash is not null order by p.tenant limit 8 $$;
select palabre.hand_over('sign_in_candidates(text)', 'sign_in');
grant execute on function palabre.sign_in_candidates(text) to web;
"""


def upgrade() -> None:
    op.execute(SQL)
