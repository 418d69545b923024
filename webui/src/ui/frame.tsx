import "./app_bar.css";

/** What stands on the screen before a page does: the bar. The same is in index.html, for before the first script. */
export function Frame() {
  return (
    <div className="frame" role="status" aria-label="Loading">
      <div className="app-bar">
        <span className="app-bar-mark">
          <img src="/icon.svg" width="20" height="20" alt="" />
          Runnel
        </span>
      </div>
    </div>
  );
}
