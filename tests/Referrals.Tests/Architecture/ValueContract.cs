using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Referrals.Tests.Architecture;

/// <summary>
/// What every public struct promises. Each has a test class that derives from this one and gives samples; the facts
/// then come by themselves, and <see cref="ValueContractCoverageTests"/> fails for a struct without such a class.
/// </summary>
public abstract class ValueContract<T>
    where T : struct, IEquatable<T>
{
    private const BindingFlags Statics = BindingFlags.Public | BindingFlags.Static;

    /// <summary>Different values, in ascending order where the type has an order. Made anew on each call.</summary>
    protected abstract IReadOnlyList<T> Samples();

    /// <summary>A use of the value that must throw for <c>default</c>; <c>null</c> where <c>default</c> means something.</summary>
    protected abstract Action<T>? RefusedUse { get; }

    /// <summary>Whether <c>ToString</c> writes what <c>Parse</c> or <c>From</c> reads. True for all but a few.</summary>
    protected virtual bool HasTextForm => true;

    /// <summary>Whether JSON gives the value back without anything registered. True for all but a few.</summary>
    protected virtual bool HasJsonForm => true;

    [Fact]
    public void Value_is_immutable_and_made_only_by_its_factories()
    {
        Assert.True(typeof(T).IsDefined(typeof(IsReadOnlyAttribute)), "The struct is not readonly.");
        Assert.DoesNotContain(typeof(T).GetProperties(), property => property.SetMethod is { IsPublic: true } setter && !IsInit(setter));
        Assert.Empty(typeof(T).GetConstructors());
        Assert.Null(typeof(T).GetMethod("Deconstruct"));
    }

    [Fact]
    public void Equal_values_are_equal_in_every_way()
    {
        foreach (var (left, right) in Samples().Zip(Samples()))
        {
            Assert.True(left.Equals(right));
            Assert.True(left.Equals((object)right));
            Assert.Equal(left.GetHashCode(), right.GetHashCode());
            Assert.True(Operator("op_Equality", left, right));
            Assert.False(Operator("op_Inequality", left, right));
        }
    }

    [Fact]
    public void Different_values_are_different_in_every_way()
    {
        var samples = Samples();
        Assert.True(samples.Count > 1, "Give at least two samples.");
        foreach (var (left, right) in Pairs(samples))
        {
            Assert.False(left.Equals(right));
            Assert.False(Operator("op_Equality", left, right));
            Assert.True(Operator("op_Inequality", left, right));
            Assert.False(HasTextForm && left.ToString() == right.ToString(), $"Two values have the text '{left}'.");
        }

        Assert.All(samples, sample => Assert.False(sample.Equals(null)));
        Assert.All(samples, sample => Assert.False(sample.Equals(new object())));
    }

    [Fact]
    public void Order_agrees_with_its_operators()
    {
        var compare = typeof(IComparable<T>).IsAssignableFrom(typeof(T));
        Assert.Equal(compare, typeof(T).GetMethod("op_LessThan") is not null);
        foreach (var (less, more) in compare ? Pairs(Samples()) : [])
        {
            Assert.True(((IComparable<T>)less).CompareTo(more) < 0);
            Assert.True(((IComparable<T>)more).CompareTo(less) > 0);
            Assert.Equal(0, ((IComparable<T>)less).CompareTo(less));
            Assert.True(Operator("op_LessThan", less, more) && Operator("op_LessThanOrEqual", less, more));
            Assert.True(Operator("op_GreaterThan", more, less) && Operator("op_GreaterThanOrEqual", more, less));
            Assert.False(Operator("op_LessThan", less, less) || Operator("op_GreaterThan", less, less));
        }
    }

    [Fact]
    public void Text_form_is_read_back_in_any_culture()
    {
        var reader = typeof(T).GetMethod("Parse", Statics, [typeof(string)]) ?? typeof(T).GetMethod("From", Statics, [typeof(string)]);
        Assert.Equal(HasTextForm, reader is not null);
        var texts = Samples().Select(sample => sample.ToString()!).ToArray();
        foreach (var culture in IsTextOurs ? ["de-DE", "ar-SA", "fa-IR", "tr-TR"] : Array.Empty<string>())
        {
            InCulture(culture, () =>
            {
                Assert.Equal(texts, Samples().Select(sample => sample.ToString()!));
                if (reader is not null)
                {
                    Assert.Equal(Samples(), texts.Select(text => (T)reader.Invoke(null, [text])!));
                }
            });
        }
    }

    [Fact]
    public void Json_gives_the_value_back_without_registration()
    {
        Assert.Equal(HasJsonForm, typeof(T).IsDefined(typeof(JsonConverterAttribute)));
        foreach (var sample in HasJsonForm ? Samples() : [])
        {
            var json = JsonSerializer.Serialize(sample);
            Assert.Equal(sample, JsonSerializer.Deserialize<T>(json));
            Assert.Equal(sample, JsonSerializer.Deserialize<T?>(json));
        }
    }

    [Fact]
    public void Json_of_another_form_is_refused()
    {
        foreach (var json in HasJsonForm ? ["null", "{}", "[]", "true", "\"\"", "\" \"", "-1", "1e400", "\"\\u0000\""] : Array.Empty<string>())
        {
            _ = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<T>(json));
        }
    }

    [Fact]
    public void Default_means_something_or_is_refused_on_use()
    {
        var value = default(T);
        Assert.Equal(default, value);
        Assert.Equal(default(T).GetHashCode(), value.GetHashCode());
        Assert.NotNull(value.ToString());
        if (RefusedUse is not { } use)
        {
            return;
        }

        Assert.DoesNotContain(value, Samples());
        var refusal = Record.Exception(() => use(value));
        Assert.True(
            refusal is InvalidOperationException or ArgumentException,
            $"default was not refused with a message: {refusal?.GetType().Name ?? "no exception"}.");
        Assert.All(Samples(), use);
    }

    [Fact]
    public void Bad_text_is_answered_and_not_thrown()
    {
        var reader = typeof(T).GetMethod("TryParse", Statics, [typeof(string), typeof(T).MakeByRefType()])
            ?? typeof(T).GetMethod("TryFrom", Statics, [typeof(string), typeof(T).MakeByRefType()]);
        foreach (var text in reader is null ? [] : new[] { null, "", " ", "\0", "\ud800", new string('x', 10_000) })
        {
            object?[] arguments = [text, null];
            Assert.Equal(false, reader!.Invoke(null, arguments));
            Assert.Equal(default(T), arguments[1]);
        }
    }

    /// <summary>Whether somebody wrote the text; that of the compiler is for debuggers only.</summary>
    private static bool IsTextOurs => typeof(T).GetMethod("ToString", Type.EmptyTypes)!.DeclaringType == typeof(T)
        && !typeof(T).GetMethod("ToString", Type.EmptyTypes)!.IsDefined(typeof(CompilerGeneratedAttribute));

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool Operator(string name, T left, T right) =>
        (bool)typeof(T).GetMethod(name, Statics, [typeof(T), typeof(T)])!.Invoke(null, [left, right])!;

    private static IEnumerable<(T First, T Second)> Pairs(IReadOnlyList<T> samples) =>
        from first in Enumerable.Range(0, samples.Count)
        from second in Enumerable.Range(first + 1, samples.Count - first - 1)
        select (samples[first], samples[second]);

    private static void InCulture(string name, Action check)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
        try
        {
            check();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
