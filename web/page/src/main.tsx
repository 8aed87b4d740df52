import { render } from 'preact';
import './style.css';

render(<h1>Tapevault</h1>, document.getElementById('page')!);
