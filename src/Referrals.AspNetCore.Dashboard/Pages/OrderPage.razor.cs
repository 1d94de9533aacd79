using System.ComponentModel;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>What was decided about an order, and why.</summary>
/// <remarks>Public because Razor makes it so; nothing of it is promised.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class OrderPage;
