using NodaTime;

namespace Referrals;

/// <summary>What all inputs can be told besides their content: when it happened, and under which key it is reported.</summary>
/// <typeparam name="TSelf">The input itself.</typeparam>
public abstract record ReferralInputOf<TSelf> : ReferralInput
    where TSelf : ReferralInputOf<TSelf>
{
    private protected ReferralInputOf()
    {
    }

    /// <summary>The same input with the time at which it happened; cut to whole microseconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is before 1900, or not before the year 3000.</exception>
    public new TSelf At(Instant occurredAt) => (TSelf)(this with { OccurredAt = SupportedTime.Check(occurredAt) });

    /// <summary>The same input under the host's own idempotency key, such as the id of a message.</summary>
    /// <param name="key">
    /// 1 to <see cref="ReferralInput.MaxKeyLength"/> characters, unique among the keys that the application gives to inputs of a program. No key
    /// can get in the way of an input that was not given it.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The key is empty, too long, begins or ends with white space, or holds a control character or half of a surrogate pair.
    /// </exception>
    public TSelf WithKey(string key) => (TSelf)(this with { ExplicitKey = InputText.CheckKey(key) });
}
