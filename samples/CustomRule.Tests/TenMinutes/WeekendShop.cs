using Referrals;
using Referrals.Serialization;

namespace ShopRules.Tests;

public static class Shop
{
    public static CustomRules Rules { get; } = CustomRules.Empty.With("weekend-share", with => new WeekendShare(with.Percentage("percent", most: 30)));

    public static ReferralProgram Program { get; } = Read(10);

    public static ReferralProgram Read(int percent) => ProgramJson.Read(
        $$"""
        {
          "schema": 1, "id": "shop", "version": 1, "name": "Bring a friend", "zone": "Europe/Berlin",
          "qualify": { "event": "purchase" },
          "guards": { "checks": [{ "guard": "sameEmail" }, { "guard": "sharedPayment" }] },
          "incentives": [
            {
              "name": "weekend", "side": "referrer",
              "reward": { "custom": { "name": "weekend-share", "with": { "percent": {{percent}} } }, "unit": "EUR" },
              "cap": { "amount": "50.00 EUR", "per": "calendarMonth" },
              "hold": { "days": 14 }
            }
          ],
          "budgets": [{ "amount": "5000.00 EUR" }]
        }
        """,
        Rules);
}
