namespace Referrals;

/// <summary>A custom guard, registered by name so that programs in C# and in JSON can ask it with <see cref="Guard.Custom(string)"/>.</summary>
/// <remarks>
/// It is a pure function: no clock, no randomness, no I/O; the same context gives the same answer, or replays of the history would differ
/// from what was decided. It is asked once for each candidate of a sign-up, by many threads at once. Bring what it needs to know with the
/// sign-up, as an attribute.
/// </remarks>
/// <example><code>
/// internal sealed class SameCountry : IReferralGuard
/// {
///     public GuardFinding Find(GuardContext context) => context.RefereeAttributes.GetValueOrDefault("country") is { } country
///         &amp;&amp; context.ReferrerAttributes.GetValueOrDefault("country") is { } other &amp;&amp; country != other
///         ? GuardFinding.ObjectsTo($"{country}, referred from {other}", "one country")
///         : GuardFinding.Passes();
/// }
/// </code></example>
public interface IReferralGuard
{
    /// <summary>Whether the guard objects to a referral, and why.</summary>
    GuardFinding Find(GuardContext context);
}
