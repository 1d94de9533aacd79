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
    public new TSelf At(Instant occurredAt) => (TSelf)(this with { OccurredAt = occurredAt.ToMicroseconds() });

    /// <summary>The same input under the host's own idempotency key, such as the id of a message.</summary>
    /// <param name="key">
    /// 1 to <see cref="ReferralInput.MaxKeyLength"/> characters, unique among the keys that the application gives to inputs of a program. It
    /// may hold anything: no key can get in the way of an input that was not given it.
    /// </param>
    /// <exception cref="ArgumentException">The key is empty or too long.</exception>
    public TSelf WithKey(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return key.Length <= MaxKeyLength
            ? (TSelf)(this with { ExplicitKey = key })
            : throw new ArgumentException(
                $"An idempotency key has at most {MaxKeyLength} characters; this one has {key.Length}.", nameof(key));
    }
}
