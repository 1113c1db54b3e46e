-- Different people asking different things: ZIP codes and filters drawn at random.
local zips, whats = {}, {"any", "naloxone", "methadone", "buprenorphine", "outpatient", "detox"}
local extras = {"", "", "&when=now", "&free=1", "&miles=10", "&walk_in=1"}
for line in io.lines(os.getenv("FINDER_ZIPS")) do zips[#zips + 1] = line end
function init(args) math.randomseed(os.time()) end
function request()
  local path = "/" .. (math.random(5) == 1 and "es" or "en") .. "/find/?near=" .. zips[math.random(#zips)]
    .. "&what=" .. whats[math.random(#whats)] .. extras[math.random(#extras)]
  return wrk.format("GET", path, {["Accept-Encoding"] = "br, gzip", Host = os.getenv("FINDER_HOST")})
end
