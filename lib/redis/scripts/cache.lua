-- The index of a cache and what is done with it, one step each. Entries are strings at PREFIX KEY; the index is beside
-- them, all of it in one slot:
--   order: key -> place (lru: of the last use, sieve: of setting)     ends: key -> when it ends
--   sizes: key -> bytes     used: keys that were used (sieve)         tags: key -> its tags, a line each
--   tag:NAME: keys with the tag     state: bytes, place, hand         stats: "hits:SCOPE" -> number, …
-- KEYS[1]: what the names in the index begin with. ARGV[1]: PREFIX; empty on a cluster, where entries are elsewhere and
-- the client changes them. ARGV[2]: the operation. Every operation returns {result, keys that the client has to remove}.
local base, prefix, op = KEYS[1], ARGV[1], ARGV[2]
local order, ends, sizes, used = base .. 'order', base .. 'ends', base .. 'sizes', base .. 'used'
local tagged, state, stats = base .. 'tags', base .. 'state', base .. 'stats'
local call = redis.call
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local gone = {}

local function scope_of(key)
  local colon = string.find(key, ':', 1, true)
  return colon and string.sub(key, 1, colon - 1) or ''
end
local function count(key, what) call('HINCRBY', stats, what .. ':' .. scope_of(key), 1) end
local function number(field) return tonumber(call('HGET', state, field) or 0) end
local function next_place() return call('HINCRBY', state, 'place', 1) end

-- Redis ends a key after its millisecond.
local function has_expired(key)
  local when = call('ZSCORE', ends, key)
  return when and tonumber(when) < now
end
local function forget_tags(key)
  local lines = call('HGET', tagged, key)
  if not lines then return end
  for tag in string.gmatch(lines, '[^\n]+') do call('SREM', base .. 'tag:' .. tag, key) end
  call('HDEL', tagged, key)
end
-- Out of the index, and the entry with it. 1 if it was there and had not expired.
local function drop(key, why)
  local size = call('HGET', sizes, key)
  if not size then return 0 end
  local expired = has_expired(key)
  if expired then why = 'expirations' end
  call('HINCRBY', state, 'bytes', -size)
  call('ZREM', order, key)
  call('ZREM', ends, key)
  call('HDEL', sizes, key)
  call('SREM', used, key)
  forget_tags(key)
  if why then count(key, why) end
  if prefix ~= '' then call('UNLINK', prefix .. key) elseif not expired then gone[#gone + 1] = key end
  return expired and 0 or 1
end
local function drop_expired(spared)
  local dropped = 0
  for _, key in ipairs(call('ZRANGEBYSCORE', ends, '-inf', '(' .. string.format('%.0f', now))) do
    if key ~= spared then
      drop(key)
      dropped = dropped + 1
    end
  end
  return dropped
end

local function first_from(place, spared)
  local found = call('ZRANGEBYSCORE', order, place, '+inf', 'WITHSCORES', 'LIMIT', 0, 2)
  if found[1] == spared then return found[3], found[4] end
  return found[1], found[2]
end
local function victim(policy, spared)
  if policy == 'lru' then return (first_from(0, spared)) end
  while true do
    local hand = number('hand')
    local key, place = first_from(hand)
    if not key then
      hand = 0
      key, place = first_from(0)
    end
    local was_used = call('SREM', used, key) == 1
    hand = tonumber(place) + 1
    if not first_from(hand) then hand = 0 end
    call('HSET', state, 'hand', hand)
    if not was_used and key ~= spared then return key end
  end
end
local function use(policy, key)
  if policy == 'lru' then call('ZADD', order, 'XX', next_place(), key) else call('SADD', used, key) end
end

local ops = {}

-- ARGV[3]: policy, [4]: key, [5] on a cluster: '1' if the client found the entry.
function ops.get()
  local policy, key = ARGV[3], ARGV[4]
  local value = ARGV[5] == '1'
  if prefix ~= '' then value = call('GET', prefix .. key) end
  count(key, value and 'hits' or 'misses')
  if value then use(policy, key) else drop(key, 'evictions') end -- by Redis itself, if it has not expired
  return value
end

-- ARGV[3]: policy, [4]: key, [5]: value (empty on a cluster), [6]: bytes, [7]: TTL in ms or '', [8]: max_size,
-- [9]: max_bytes, [10]: tags, a line each. Limits: 0 for none.
function ops.set()
  local policy, key, value, bytes, ttl = ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6]), ARGV[7]
  local max_size, max_bytes = tonumber(ARGV[8]), tonumber(ARGV[9])
  if has_expired(key) then drop(key) end
  local before = call('HGET', sizes, key)
  local more_entries, more_bytes = before and 0 or 1, bytes - (before or 0)
  local spared = before and key or nil
  if before then use(policy, key) end
  local function fits()
    return (max_size == 0 or call('ZCARD', order) + more_entries <= max_size) and
      (max_bytes == 0 or number('bytes') + more_bytes <= max_bytes)
  end
  if not fits() then drop_expired(spared) end
  while not fits() do drop(victim(policy, spared), 'evictions') end
  if before then use(policy, key) else call('ZADD', order, next_place(), key) end
  call('HSET', sizes, key, bytes)
  call('HINCRBY', state, 'bytes', more_bytes)
  forget_tags(key)
  if ARGV[10] ~= '' then
    call('HSET', tagged, key, ARGV[10])
    for tag in string.gmatch(ARGV[10], '[^\n]+') do call('SADD', base .. 'tag:' .. tag, key) end
  end
  if ttl == '' then call('ZREM', ends, key) else call('ZADD', ends, string.format('%.0f', now + ttl), key) end
  if prefix ~= '' then
    if ttl == '' then call('SET', prefix .. key, value) else call('SET', prefix .. key, value, 'PX', ttl) end
  end
  return 1
end

-- ARGV[3]…: keys. How many were there.
function ops.remove()
  local removed = 0
  for i = 3, #ARGV do
    local known = call('HEXISTS', sizes, ARGV[i]) == 1
    removed = removed + drop(ARGV[i])
    -- Set by somebody who keeps no index.
    if not known and prefix ~= '' then removed = removed + call('UNLINK', prefix .. ARGV[i]) end
    if not known and prefix == '' then gone[#gone + 1] = ARGV[i] end
  end
  return removed
end

-- ARGV[3]: tag, [4]: what keys begin with.
function ops.remove_tagged()
  local removed = 0
  for _, key in ipairs(call('SMEMBERS', base .. 'tag:' .. ARGV[3])) do
    if string.sub(key, 1, #ARGV[4]) == ARGV[4] then removed = removed + drop(key) end
  end
  return removed
end

-- ARGV[3]: key, [4]: tag.
function ops.has_tag() return has_expired(ARGV[3]) and 0 or call('SISMEMBER', base .. 'tag:' .. ARGV[4], ARGV[3]) end

-- Keys and, as text, when they end.
function ops.list()
  local all = {}
  for _, key in ipairs(call('ZRANGE', order, 0, -1)) do
    if not has_expired(key) then
      all[#all + 1] = key
      all[#all + 1] = call('ZSCORE', ends, key) or ''
    end
  end
  return all
end

-- ARGV[3]: what keys begin with. The tags of each, a line each.
function ops.tags()
  local all = {}
  local found = call('HGETALL', tagged)
  for i = 1, #found, 2 do
    if string.sub(found[i], 1, #ARGV[3]) == ARGV[3] and not has_expired(found[i]) then all[#all + 1] = found[i + 1] end
  end
  return all
end

function ops.collect() return drop_expired() end

-- ARGV[3]: 'all', or 'scope' and [4] its name. Hits, misses, evictions, expirations, size, bytes.
function ops.stats()
  drop_expired()
  local sums = {hits = 0, misses = 0, evictions = 0, expirations = 0}
  local all = call('HGETALL', stats)
  for i = 1, #all, 2 do
    local colon = string.find(all[i], ':', 1, true)
    local what = string.sub(all[i], 1, colon - 1)
    if ARGV[3] == 'all' or string.sub(all[i], colon + 1) == ARGV[4] then sums[what] = sums[what] + all[i + 1] end
  end
  local size, bytes = call('ZCARD', order), number('bytes')
  if ARGV[3] == 'scope' then
    size, bytes = 0, 0
    for _, key in ipairs(call('ZRANGE', order, 0, -1)) do
      if scope_of(key) == ARGV[4] then
        size = size + 1
        bytes = bytes + call('HGET', sizes, key)
      end
    end
  end
  return {sums.hits, sums.misses, sums.evictions, sums.expirations, size, bytes}
end

function ops.reset()
  if ARGV[3] == 'all' then return call('DEL', stats) end
  for _, what in ipairs({'hits', 'misses', 'evictions', 'expirations'}) do call('HDEL', stats, what .. ':' .. ARGV[4]) end
  return 1
end

return {ops[op](), gone}
