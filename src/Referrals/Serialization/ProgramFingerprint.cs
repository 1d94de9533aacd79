using System.Security.Cryptography;
using System.Text;

namespace Referrals.Serialization;

/// <summary>
/// What a version of a program promises, as one short text: the SHA-256 of its JSON, behind the version of the form. Fingerprints of
/// different forms are never compared. What custom rules do is not in it, only their names.
/// </summary>
internal static class ProgramFingerprint
{
    private const string Form = "1:";

    internal static string Of(ReferralProgram program) =>
        Form + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ProgramJson.Write(program))));

    /// <summary>Whether two fingerprints are of one form, and say that the contents differ.</summary>
    internal static bool Differ(string one, string other) =>
        one != other && one.StartsWith(Form, StringComparison.Ordinal) && other.StartsWith(Form, StringComparison.Ordinal);
}
