using Referrals.Qualification;

namespace Referrals.Reviewing.Analysis;

/// <summary>A single condition, or its opposite. What is not known fulfils neither.</summary>
internal sealed record Leaf(Condition Condition, bool IsNegated);
