using System.Text;

namespace Referrals.Exports.Tables;

/// <summary>Names of ours as they stand in files: <c>SignedUp</c> is <c>signed_up</c>.</summary>
internal static class Words
{
    internal static string Of<T>(T value)
        where T : struct, Enum
    {
        var text = new StringBuilder();
        foreach (var c in value.ToString())
        {
            _ = char.IsAsciiLetterUpper(c) && text.Length > 0 ? text.Append('_') : text;
            _ = text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
