using System.Diagnostics.CodeAnalysis;

namespace Referrals.Tests.Architecture.PublicSurface;

/// <summary>One of everything that the printer has to write.</summary>
[SuppressMessage("Design", "CA1034:Nested types should not be visible", Justification = "The printer has to write nested types too.")]
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "A sample for the printer.")]
[SuppressMessage("Design", "CA1008:Enums should have zero value", Justification = "A sample for the printer.")]
[SuppressMessage("Design", "CA1036:Override methods on comparable types", Justification = "A sample for the printer.")]
public abstract class ApiSample<T> : IEquatable<T>
    where T : class, IComparable<T>
{
    public const string Quoted = "a \"b\"";
    public const decimal Rate = 0.5m;
    public static readonly T? Nothing;

    private protected ApiSample()
    {
    }

    public delegate T? Choice<in TIn>(TIn first, params string?[] others);

    public event EventHandler<string?>? Changed;

    [Flags]
    public enum Colors
    {
        None = 0,
        Red = 1,
        Green = 2,
    }

    public required IReadOnlyDictionary<string, List<T?>?> Lookup { get; init; }

    public string? Name { get; protected set; }

    public int this[int index, string? key] => index + (key?.Length ?? 0);

    public static ApiSample<T>? operator +(ApiSample<T>? left, T right) => left;

    public static explicit operator string(ApiSample<T> sample) => sample?.Name ?? "";

    [Experimental("REF0000")]
    public static bool TryRead([NotNullWhen(true)] string? text, out T? value, ref int position)
    {
        value = null;
        position++;
        return text is null;
    }

    public abstract Task<TOut?[]> MapAsync<TOut>(
        Func<T, TOut> map,
        DayOfWeek day = DayOfWeek.Monday,
        int? limit = null,
        long most = long.MaxValue,
        CancellationToken cancellationToken = default)
        where TOut : struct;

    public virtual bool Equals(T? other) => other is not null;

    public override bool Equals(object? obj) => Equals(obj as T);

    public override int GetHashCode() => 0;

    protected void Raise() => Changed?.Invoke(this, Name);

    internal void Hidden() => Raise();

    public readonly record struct Point
    {
        public int X { get; init; }
    }

    public sealed record Pair(int Left, string? Right) : IComparable<Pair>
    {
        public int CompareTo(Pair? other) => Left.CompareTo(other?.Left ?? 0);
    }
}
