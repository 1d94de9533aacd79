using System.Globalization;

namespace Referrals.EntityFrameworkCore.Tests.Chaos;

/// <summary>How hard to be: <c>REFERRALS_CHAOS=10 dotnet test</c> kills ten times as often.</summary>
internal static class Kills
{
    private static readonly int Factor =
        int.TryParse(Environment.GetEnvironmentVariable("REFERRALS_CHAOS"), CultureInfo.InvariantCulture, out var factor) ? factor : 1;

    internal static int Of(int kills) => kills * Factor;
}
