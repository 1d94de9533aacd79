using NodaTime;
using Referrals;

namespace Replay.History;

/// <summary>A visitor followed a shared link.</summary>
internal sealed record ClickRow(string Id, string ShareId, VisitorId Visitor, Instant At);
