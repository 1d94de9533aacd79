using System.Runtime.CompilerServices;
using NodaTime;

namespace Referrals;

/// <summary>Checks of what hosts put into inputs, in one place.</summary>
internal static class InputText
{
    internal const int MaxLength = 128;

    internal static Instant ToMicroseconds(this Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks();
        var rest = ticks % 10;
        return Instant.FromUnixTimeTicks(ticks - (rest < 0 ? rest + 10 : rest));
    }

    internal static string Check(string value, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, parameter);
        return value.Length <= MaxLength
            ? value
            : throw new ArgumentException(
                $"The text has {value.Length} characters; the limit is {MaxLength}.", parameter);
    }

    internal static TId Check<TId>(TId id, [CallerArgumentExpression(nameof(id))] string? parameter = null)
        where TId : struct, IEquatable<TId> => id.Equals(default)
        ? throw new ArgumentException($"The {typeof(TId).Name} is default, which is no id. Make one with From(text).", parameter)
        : id;

    internal static Amount NotNegative(Amount amount, [CallerArgumentExpression(nameof(amount))] string? parameter = null)
    {
        if (amount.IsDefault)
        {
            throw new ArgumentException("The amount is default, which has no unit. Make one with Amount.Of.", parameter);
        }

        return amount.IsNegative
            ? throw new ArgumentException($"The amount {amount} is negative; report money that goes back as a refund.", parameter)
            : amount;
    }
}
