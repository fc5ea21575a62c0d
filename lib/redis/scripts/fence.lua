-- A put by the holder of a lock. KEYS: the key, its mark and, where it is on this node, the lock. ARGV[1]: the token;
-- the rest is as for put.lua, which stands in front of this as `put`, and so is what comes back.
local token = tonumber(ARGV[1])
if KEYS[3] then
  local record = redis.call('GET', KEYS[3])
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local held = false
  for _, holding in ipairs(record and cjson.decode(record).holdings or {}) do
    held = held or holding.token == token and holding.expires_at > now
  end
  if not held then return {0, false} end
end
local mark = tonumber(redis.call('GET', KEYS[2]) or '0')
if mark > token then return {0, false} end
local outcome = put({KEYS[1]}, {unpack(ARGV, 2)})
if outcome[1] == 1 and mark < token then redis.call('SET', KEYS[2], ARGV[1]) end
return outcome
