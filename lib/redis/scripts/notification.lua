-- One step of the queue of messages. KEYS[1]: what all its keys begin with. ARGV[1]: the step, then its words.
--   :m:ID   a message      :d:ID   a delivery      :ids    all deliveries, by id         :keys    idempotency key → message
--   :due    deliveries that wait or are held, by the time from which they may be claimed :owners  who holds any
--   :o:WHO  what WHO holds :s:N    deliveries in state N, by when they were added        :pauses  destination → JSON array
--   :done   deliveries in a final state, by when they came to it
-- States are numbers of DeliveryState: 0 queued, 1 sending, 2 sent, 3 retrying, 4 dead, 5 unknown, 6 cancelled.
local base, step = KEYS[1], ARGV[1]
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local fields = {'message', 'channel', 'to', 'destination', 'state', 'class', 'code', 'provider_id', 'attempts', 'created_at', 'due',
                'updated_at', 'read_at', 'begun', 'error'}
local function key(kind, id) return base .. ':' .. kind .. ':' .. id end
local function text(number) return string.format('%.0f', number) end
local function delivery(id)
  local values = redis.call('HMGET', key('d', id), unpack(fields))
  table.insert(values, 1, id)
  return values
end
local function is_open(state) return state == '0' or state == '1' or state == '3' end
local function set_state(id, to)
  local from, created = unpack(redis.call('HMGET', key('d', id), 'state', 'created_at'))
  if from then redis.call('ZREM', key('s', from), id) end
  redis.call('ZADD', key('s', to), created, id)
  redis.call('HSET', key('d', id), 'state', to, 'updated_at', text(now))
  if is_open(to) then redis.call('ZREM', base .. ':done', id) else redis.call('ZADD', base .. ':done', text(now), id) end
end
local function set_due(id, at)
  if at == '' then redis.call('ZREM', base .. ':due', id) else redis.call('ZADD', base .. ':due', at, id) end
  redis.call('HSET', key('d', id), 'due', at == '' and '0' or at)
end
local function release(id)
  local owner = redis.call('HGET', key('d', id), 'owner')
  if not owner or owner == '' then return end
  redis.call('HSET', key('d', id), 'owner', '')
  redis.call('SREM', key('o', owner), id)
  if redis.call('EXISTS', key('o', owner)) == 0 then redis.call('SREM', base .. ':owners', owner) end
end
local function hold(id, owner, lease)
  release(id)
  redis.call('HSET', key('d', id), 'owner', owner)
  redis.call('SADD', key('o', owner), id)
  redis.call('SADD', base .. ':owners', owner)
  set_due(id, text(now + tonumber(lease)))
  redis.call('HINCRBY', key('d', id), 'attempts', 1)
  set_state(id, '1')
end
local function pause_of(destination)
  local json = redis.call('HGET', base .. ':pauses', destination)
  if not json then return nil end
  local pause = cjson.decode(json)
  if tonumber(pause[1]) <= now then
    redis.call('HDEL', base .. ':pauses', destination)
    return nil
  end
  return pause
end
local function ids_of(message)
  local ids = {message}
  for i = 2, tonumber(redis.call('HGET', key('m', message), 'deliveries') or '1') do ids[i] = message .. '-' .. i end
  return ids
end

-- Nothing of it is left to do or to read, and nothing was changed since then.
local function is_finished(message, before)
  for _, id in ipairs(ids_of(message)) do
    local state, updated, channel, read = unpack(redis.call('HMGET', key('d', id), 'state', 'updated_at', 'channel', 'read_at'))
    if is_open(state) or tonumber(updated) >= tonumber(before) or (channel == 'inbox' and read == '0') then return false end
  end
  return true
end

if step == 'add' then
  local lease, owner, id, channel, idempotency, fingerprint, created, content = unpack(ARGV, 2, 9)
  local insists = string.sub(lease, -4) == ' now'
  if insists then lease = string.sub(lease, 1, -5) end
  if idempotency ~= '' then
    local other = redis.call('HGET', base .. ':keys', idempotency)
    if other then
      local result = {'old', redis.call('HGET', key('m', other), 'fingerprint')}
      for _, one in ipairs(ids_of(other)) do result[#result + 1] = delivery(one) end
      return result
    end
    redis.call('HSET', base .. ':keys', idempotency, id)
  end
  local files = tonumber(ARGV[10])
  local at = 11 + files
  local count = tonumber(ARGV[at])
  redis.call('HSET', key('m', id), 'channel', channel, 'key', idempotency, 'fingerprint', fingerprint, 'created_at', created,
             'content', content, 'files', files, 'deliveries', count)
  for i = 1, files do redis.call('HSET', key('m', id), 'file' .. i, ARGV[10 + i]) end
  local result = {'new', fingerprint}
  for i = 0, count - 1 do
    local one, to, destination, state, class, due = unpack(ARGV, at + 1 + i * 6, at + 6 + i * 6)
    redis.call('HSET', key('d', one), 'message', id, 'channel', channel, 'to', to, 'destination', destination, 'class', class,
               'code', '', 'provider_id', '', 'attempts', '0', 'created_at', created, 'due', '0', 'read_at', '0', 'begun', '0',
               'owner', '', 'error', '')
    redis.call('ZADD', base .. ':ids', 0, one)
    set_state(one, state)
    if state == '0' then
      local is_ours = lease ~= '' and tonumber(due) <= math.max(now, tonumber(created))  -- clocks may step back
      local pause = lease ~= '' and not insists and pause_of(destination)
      if pause and pause[2] == '0' then
        is_ours = false
        due = pause[1]
        redis.call('HSET', key('d', one), 'error', pause[3])
      end
      if is_ours then hold(one, owner, lease) else set_due(one, due) end
    end
    result[#result + 1] = delivery(one)
  end
  return result
elseif step == 'claim' then
  local owner, lease, max = ARGV[2], ARGV[3], tonumber(ARGV[4])
  for i = 5, #ARGV do
    for _, id in ipairs(redis.call('SMEMBERS', key('o', ARGV[i]))) do set_due(id, text(now)) end
  end
  local result, offset, page, paused = {}, 0, 200, {}
  while #result < max do
    local ids = redis.call('ZRANGEBYSCORE', base .. ':due', '-inf', text(now), 'LIMIT', offset, page)
    local passed = 0
    for _, id in ipairs(ids) do
      if #result == max then break end
      local destination = redis.call('HGET', key('d', id), 'destination')
      if paused[destination] == nil then paused[destination] = pause_of(destination) and true or false end
      if paused[destination] then
        passed = passed + 1
      else
        hold(id, owner, lease)
        result[#result + 1] = delivery(id)
      end
    end
    if #ids < page then break end
    offset = offset + passed  -- what was claimed has left the page
  end
  return result
elseif step == 'owners' then
  return redis.call('SMEMBERS', base .. ':owners')
elseif step == 'renew' then
  for _, id in ipairs(redis.call('SMEMBERS', key('o', ARGV[2]))) do set_due(id, text(now + tonumber(ARGV[3]))) end
  return 1
elseif step == 'begin' then
  if redis.call('HGET', key('d', ARGV[2]), 'owner') ~= ARGV[3] then return 0 end
  redis.call('HSET', key('d', ARGV[2]), 'begun', '1')
  return 1
elseif step == 'settle' then
  local owner = ARGV[2]
  for at = 3, #ARGV, 8 do
    local id, state, class, code, provider, attempts, due, error = unpack(ARGV, at, at + 7)
    if redis.call('HGET', key('d', id), 'owner') == owner then
      release(id)
      redis.call('HSET', key('d', id), 'class', class, 'code', code, 'provider_id', provider, 'attempts', attempts, 'error', error,
                 'begun', '0')
      set_due(id, due)
      set_state(id, state)
    end
  end
  return 1
elseif step == 'message' then
  local id = ARGV[2]
  local values = redis.call('HMGET', key('m', id), 'channel', 'key', 'fingerprint', 'created_at', 'content', 'files')
  if not values[1] then return false end
  for i = 1, tonumber(values[6]) do values[6 + i] = redis.call('HGET', key('m', id), 'file' .. i) end
  return values
elseif step == 'find' then
  if redis.call('EXISTS', key('d', ARGV[2])) == 0 then return false end
  return delivery(ARGV[2])
elseif step == 'page' then
  local after, state, channel, to, count = unpack(ARGV, 2, 6)
  local ids = redis.call('ZRANGEBYLEX', base .. ':ids', after == '' and '-' or '(' .. after, '+', 'LIMIT', 0, count)
  local result = {#ids == tonumber(count) and ids[#ids] or ''}
  for _, id in ipairs(ids) do
    local one = delivery(id)
    if (state == '' or one[6] == state) and (channel == '' or one[3] == channel) and (to == '' or one[4] == to) then
      result[#result + 1] = one
    end
  end
  return result
elseif step == 'counts' then
  local result, oldest = {}, 0
  for state = 0, 6 do
    result[state + 1] = redis.call('ZCARD', key('s', state))
    local first = redis.call('ZRANGE', key('s', state), 0, 0, 'WITHSCORES')
    if first[2] and is_open(tostring(state)) then
      local created = tonumber(first[2])
      if oldest == 0 or created < oldest then oldest = created end
    end
  end
  result[8] = text(oldest)
  return result
elseif step == 'waiting' then
  return redis.call('ZCARD', key('s', '0')) + redis.call('ZCARD', key('s', '1')) + redis.call('ZCARD', key('s', '3'))
elseif step == 'change' then
  local id, to, changed = ARGV[2], ARGV[3], 0
  for i = 4, #ARGV do
    local from = ARGV[i]
    local ids = id ~= '' and {id} or redis.call('ZRANGE', key('s', from), 0, -1)
    for _, one in ipairs(ids) do
      local state, channel = unpack(redis.call('HMGET', key('d', one), 'state', 'channel'))
      if state == from and channel ~= 'inbox' then
        if to == '0' then redis.call('HSET', key('d', one), 'attempts', '0') end
        redis.call('HSET', key('d', one), 'begun', '0')
        set_due(one, to == '0' and text(now) or '')
        set_state(one, to)
        changed = changed + 1
      end
    end
  end
  return changed
elseif step == 'finished' then
  local before, first, count = ARGV[2], ARGV[3], ARGV[4]
  local old = redis.call('ZRANGEBYSCORE', base .. ':done', '-inf', '(' .. before, 'LIMIT', first, count)
  local result = {#old}
  for _, id in ipairs(old) do
    -- A message is told of by its first delivery.
    if redis.call('HGET', key('d', id), 'message') == id and is_finished(id, before) then result[#result + 1] = id end
  end
  return result
elseif step == 'forget' then
  local before, forgotten = ARGV[2], 0
  for i = 3, #ARGV do
    local message = ARGV[i]
    if redis.call('EXISTS', key('m', message)) == 1 and is_finished(message, before) then
      for _, id in ipairs(ids_of(message)) do
        redis.call('ZREM', key('s', redis.call('HGET', key('d', id), 'state')), id)
        redis.call('ZREM', base .. ':ids', id)
        redis.call('ZREM', base .. ':done', id)
        redis.call('DEL', key('d', id))
        forgotten = forgotten + 1
      end
      local idempotency = redis.call('HGET', key('m', message), 'key')
      if idempotency ~= '' then redis.call('HDEL', base .. ':keys', idempotency) end
      redis.call('DEL', key('m', message))
    end
  end
  return forgotten
elseif step == 'read' then
  local channel, read = unpack(redis.call('HMGET', key('d', ARGV[2]), 'channel', 'read_at'))
  if channel ~= 'inbox' then return 0 end
  if read == '0' then redis.call('HSET', key('d', ARGV[2]), 'read_at', text(now)) end
  return 1
elseif step == 'pause' then
  local destination, ends, is_config, reason = unpack(ARGV, 2, 5)
  if ends == '0' then
    redis.call('HDEL', base .. ':pauses', destination)
  else
    local pause = pause_of(destination)
    if not pause or tonumber(pause[1]) < tonumber(ends) then
      redis.call('HSET', base .. ':pauses', destination, cjson.encode({ends, is_config, reason}))
    end
  end
  return 1
elseif step == 'pauses' then
  local result = {}
  for _, destination in ipairs(redis.call('HKEYS', base .. ':pauses')) do
    local pause = pause_of(destination)
    if pause then result[#result + 1] = {destination, pause[1], pause[2], pause[3]} end
  end
  return result
end
return redis.error_reply('ERR no such step')
