using Referrals.Qualification;

namespace Referrals.Rewards;

/// <summary>A host's own incentive rule, registered by name so that programs in C# and in JSON can use it.</summary>
/// <remarks>
/// It is a pure function: no clock, no randomness, no I/O; the same context gives the same grant, for ever, or replays of the
/// history would differ from what was decided. It is called by many threads at once. It is asked only once the conditions of its
/// incentive hold; the incentive's cap and hold apply to what it grants.
/// </remarks>
/// <example><code>
/// public sealed class TenPercentRoundedUp : IIncentiveRule
/// {
///     public IncentiveGrant Grant(QualificationContext context) => context.Conversion.Amount is { } amount
///         ? IncentiveGrant.Of(Amount.Of(decimal.Ceiling(amount.Value / 10), amount.Unit))
///         : IncentiveGrant.None("no_amount");
/// }
/// </code></example>
public interface IIncentiveRule
{
    /// <summary>What a conversion earns by this rule, in the unit that the incentive names; or nothing, with a reason.</summary>
    IncentiveGrant Grant(QualificationContext context);
}
