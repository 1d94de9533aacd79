using NodaTime;
using Referrals;

namespace Replay.History;

/// <summary>A referrer shared.</summary>
internal sealed record ShareRow(string Id, CustomerId Advocate, Channel Channel, Instant At);
