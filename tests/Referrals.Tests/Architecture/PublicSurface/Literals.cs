using System.Globalization;

namespace Referrals.Tests.Architecture.PublicSurface;

/// <summary>Constants and default values as C# writes them.</summary>
internal static class Literals
{
    public static string Of(object? value, Type type)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => type.IsValueType && target == type ? "default" : "null",
            string text => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
            char c => $"'{c}'",
            bool flag => flag ? "true" : "false",
            _ when target.IsEnum => $"{target.Name}.{Enum.GetName(target, value) ?? Convert.ToString(value, CultureInfo.InvariantCulture)}",
            decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
            int.MaxValue => "int.MaxValue",
            long.MaxValue => "long.MaxValue",
            long.MinValue => "long.MinValue",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };
    }
}
