using System.Runtime.CompilerServices;

namespace Referrals;

/// <summary>Checks of what applications put into inputs, in one place. Texts follow <see cref="TextRule"/>, times <see cref="SupportedTime"/>.</summary>
internal static class InputText
{
    internal const int MaxLength = 128;

    /// <summary>The most smallest parts, such as cents, that one input can report: sums over thousands of the largest still fit.</summary>
    internal const long MaxMinorUnits = 1_000_000_000_000_000;

    /// <summary>An id, a name or a value that the application's code determines.</summary>
    internal static string Check(string value, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, parameter);
        return TextRule.Opaque.Fault(value) is { } fault
            ? throw new ArgumentException($"The {parameter} {fault}. The text has {value.Length} characters.", parameter)
            : value;
    }

    /// <summary>A key that the application gives.</summary>
    internal static string CheckKey(string key, [CallerArgumentExpression(nameof(key))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key, parameter);
        return TextRule.Key.Fault(key) is { } fault
            ? throw new ArgumentException($"An idempotency key {fault}. The key has {key.Length} characters.", parameter)
            : key;
    }

    internal static TId Check<TId>(TId id, [CallerArgumentExpression(nameof(id))] string? parameter = null)
        where TId : struct, IEquatable<TId> => id.Equals(default)
        ? throw new ArgumentException($"The {typeof(TId).Name} is not initialized. Create it with From(text).", parameter)
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

    /// <summary>An amount that an input reports: not negative, and small enough to be added up.</summary>
    internal static Amount Reported(Amount amount, [CallerArgumentExpression(nameof(amount))] string? parameter = null) =>
        Bounded(NotNegative(amount, parameter), parameter);

    /// <summary>An amount that may be negative, such as a margin, and is small enough to be added up.</summary>
    internal static Amount Bounded(Amount amount, [CallerArgumentExpression(nameof(amount))] string? parameter = null) =>
        amount.IsDefault ? throw new ArgumentException("The amount is default, which has no unit. Make one with Amount.Of.", parameter)
        : amount.MinorUnits is < -MaxMinorUnits or > MaxMinorUnits
            ? throw new ArgumentException(
                $"The amount {amount} is larger than one input can report: {Amount.FromMinorUnits(MaxMinorUnits, amount.Unit)}.", parameter)
            : amount;
}
