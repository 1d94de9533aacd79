using Xunit.Sdk;

namespace Referrals.Tests.Architecture;

internal static class Findings
{
    /// <summary>Fails with all findings at once and the way out of them.</summary>
    public static void None(IEnumerable<string> findings, string wayOut)
    {
        var all = findings.Distinct().Order(StringComparer.Ordinal).ToArray();
        if (all.Length > 0)
        {
            throw new XunitException($"{wayOut}\n  - {string.Join("\n  - ", all)}");
        }
    }
}
