using Referrals.Attribution.Batches;

namespace Referrals.Attribution.ClosedForm;

/// <summary>Custom code that weighs the touches of one journey, for <see cref="CreditModel.Custom"/>.</summary>
/// <remarks>It must be pure: the same touches give the same weights, on any thread.</remarks>
/// <param name="touches">The touches, oldest first; at least one.</param>
/// <param name="weights">One a touch, all 0 on entry. The rule fills in finite weights of 0 or more, not all 0; they are
/// scaled to sum to one afterwards.</param>
public delegate void CreditRule(TouchSpans touches, Span<double> weights);
