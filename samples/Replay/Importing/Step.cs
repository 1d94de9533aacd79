using NodaTime;
using Referrals;

namespace Replay.Importing;

/// <summary>One input, with its place in time.</summary>
internal readonly record struct Step(Instant At, StepRank Rank, ReferralInput Input);
